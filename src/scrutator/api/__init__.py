"""What `import scrutator` offers: thin functions over the rooms, and results that print themselves."""
