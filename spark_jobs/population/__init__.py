"""Who lives where: the resident register."""
