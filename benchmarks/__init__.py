"""Speed and memory as ratios within one run: `make bench`, or a part: `python -m benchmarks check --pupils 40000`."""
