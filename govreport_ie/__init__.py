"""Information extraction from Chinese government work reports."""
