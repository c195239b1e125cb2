"""Reports by SMS: who may send them, what came, what was answered."""
