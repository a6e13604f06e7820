"""The public calendar: of a site, and over all sites."""
