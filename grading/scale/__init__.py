"""Where marking runs: in this process, in processes, or on a cluster; the same jobs give the same bytes everywhere."""
