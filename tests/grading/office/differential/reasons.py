def reason_of(subject, mine, other, about, character):
    return ""
