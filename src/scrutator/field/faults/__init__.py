"""Faults of eleven kinds at known stations of a rehearsed day: are they found, and is the rest left alone?"""
