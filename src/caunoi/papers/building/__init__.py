"""The parts from which the shipped Word templates are built; nothing here is needed to fill one."""
