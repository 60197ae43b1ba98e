"""The pages people read: the quality report."""
