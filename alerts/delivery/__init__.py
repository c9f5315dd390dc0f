"""Messages to people: composed once, kept in the outbox, sent until the channel has accepted them."""
