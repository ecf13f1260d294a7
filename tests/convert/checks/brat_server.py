"""Run brat's own server code over a folder: its parser, its verification, its reader of configuration."""

from __future__ import annotations

import codecs
import importlib.util
import json
import sys
import types
from pathlib import Path


def main(folder: Path) -> dict:
    home = Path(importlib.util.find_spec("brat").submodule_search_locations[0])
    sys.path[:0] = [str(home / "server" / "src"), str(home / "server" / "lib")]
    config = types.ModuleType("config")
    config.BASE_DIR = config.WORK_DIR = config.BACKUP_DIR = str(folder.parent)
    config.DATA_DIR, config.ADMIN_CONTACT_EMAIL, config.USER_PASSWORD, config.DEBUG = str(folder), "", {}, False
    sys.modules["config"] = config
    import annotation

    # Python 3.11 no longer knows the mode "U", which brat asks for.
    annotation.open_textfile = lambda file, mode="r": codecs.open(file, mode, encoding="utf8")  # noqa: SIM115
    import projectconfig
    import verify_annotations

    project = projectconfig.ProjectConfiguration(str(folder))
    told = {"problems": [], "spans": 0, "relations": 0, "types": project.get_entity_types()}
    for file in sorted(folder.glob("*.ann")):
        read = annotation.TextAnnotations(str(file.with_suffix("")), read_only=True)
        told["problems"] += [f"{file.name}, line {number}" for number in read.failed_lines]
        told["problems"] += [str(issue) for issue in verify_annotations.verify_annotation(read, project)]
        told["spans"] += len(list(read.get_textbounds()))
        told["relations"] += len(list(read.get_relations()))
    unknown = set(project.get_attribute_types()) - set(annotation_types(folder))
    told["problems"] += [f"attribute {name} is not in annotation.conf" for name in unknown]
    return told


def annotation_types(folder: Path) -> list[str]:
    text = (folder / "annotation.conf").read_text(encoding="utf-8")
    return [line.split("\t")[0] for line in text.partition("[attributes]")[2].splitlines() if line]


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
