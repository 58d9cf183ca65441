"""Load and speed: ``make bench`` prints ratios against a raw baseline taken in the same run."""
