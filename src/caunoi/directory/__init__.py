"""Units and organisations through time, persons and their posts, users, roles and scope, directives."""
