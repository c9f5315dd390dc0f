"""How early alerts come and how soon people answer: figures over the history of alerts."""
