"""What readers leave: views that are counted, ratings, comments and reports of them."""
