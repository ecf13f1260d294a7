"""Run doccano's own code: a project, its label types, the import of ``in.jsonl`` and the export to ``out.jsonl``."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> dict:
    home = Path(importlib.util.find_spec("backend").submodule_search_locations[0])
    sys.path.insert(0, str(home))
    os.chdir(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.development"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'doccano.db'}"
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from data_export.celery_tasks import create_collaborative_dataset
    from data_export.pipeline.factories import create_formatter, create_writer
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import JSONL, RELATION_EXTRACTION
    from data_import.pipeline.readers import FileName
    from label_types.serializers import RelationTypeSerializer, SpanTypeSerializer
    from projects.models import ProjectType, SequenceLabelingProject

    user = get_user_model().objects.create_user("annotator")
    project = SequenceLabelingProject.objects.create(
        name="reports",
        project_type=ProjectType.SEQUENCE_LABELING,
        created_by=user,
        allow_overlapping=True,
        use_relation=True,
        collaborative_annotation=True,
    )
    errors, counts = [], {}
    for name, serializer_class in (("span", SpanTypeSerializer), ("relation", RelationTypeSerializer)):
        types = json.loads((folder / f"in.{name}-types.json").read_text(encoding="utf-8"))
        serializer = serializer_class(data=types, many=True)
        if serializer.is_valid():
            counts[f"{name}_types"] = len(serializer.save(project=project))
        else:
            errors.append(f"{name} types: {serializer.errors}")
    file = FileName(full_path=str(folder / "in.jsonl"), generated_name="in.jsonl", upload_name="in.jsonl")
    dataset = load_dataset(RELATION_EXTRACTION, JSONL(), [file], project)
    dataset.save(user)
    errors += [str(error) for error in dataset.errors]
    create_collaborative_dataset(
        project, str(folder), False, create_formatter(project, JSONL.name), create_writer(JSONL.name)
    )
    os.replace(folder / "all.jsonl", folder / "out.jsonl")
    return {"errors": errors, **counts}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]).resolve())))
