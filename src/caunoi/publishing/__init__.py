"""Articles from frozen facts: approval, correction, portal sites."""
