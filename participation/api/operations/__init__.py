"""What programs may ask and do, by subject. Each operation finds, acts and answers; the rules are the actions' own."""
