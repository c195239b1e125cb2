"""Sites of cases: built, written into a folder, compared with what lies in one."""
