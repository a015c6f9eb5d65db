"""Operations on a running system: each is planned, rehearsed, approved, done, checked, recorded."""
