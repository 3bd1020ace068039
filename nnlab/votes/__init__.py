"""The class answers: votes from phones for the prediction on the slide.

Read in this order: `questions.py` (the question in both languages), `state.py` (rounds and votes), `limits.py`, `page.py` (what a phone
shows), `phone_server.py` and `limited_server.py` (for phones), `control_server.py` (for the presenter), `server.py` (starts both).
`words.toml` has all sentences, which `texts.py` reads; `page.js` runs on the phone.
On a hub: `hub_handlers.py` (who may vote, who may control votes), `hub.py` (the service).
"""
