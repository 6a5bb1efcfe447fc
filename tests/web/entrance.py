"""What a visitator fills in at the one entrance, and sends."""

ACCEPT = {
    "choice": "accept:in_target_group",
    "text": "Behov for rygskole.",
    "group": "1",
    "work_ability": "nej",
}
TYPED = {
    "kind": "telefon",
    "received_on": "23-11-2026",
    "identifier": "170454-9942",
    "given_name": "Ella",
    "surname": "Prøvesen",
    "sender_kind": "gp",
    "sender_name": "Lægehuset Prøvevej",
    "diagnosis_code": "L84",
    "history": "Lægen ringede om lændesmerter.",
}


def decide(browser, referral, fields, expect=302):
    """Fill in the page of a referral and send it."""
    page = browser.get("referrals.show", referral_id=referral.id)
    url = browser.url("referrals.decide", referral_id=referral.id)
    version = page.select_one("input[name=version]")["value"]
    return browser.post(url, {"version": version} | fields, token_from=page, expect=expect)
