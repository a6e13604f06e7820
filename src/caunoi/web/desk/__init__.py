"""The staff's face: classes, directory, intake, articles."""
