"""What anybody may read without an account: no name of a person, no account, no phone, no nota."""
