"""What runs inside the sandbox: standard library only, handed in as text, imports nothing else of ours."""
