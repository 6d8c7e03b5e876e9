"""What is promised about speed and memory, each as a ratio within one run. `make bench` prints it; no test times it."""
