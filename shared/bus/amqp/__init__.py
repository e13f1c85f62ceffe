"""The bus over a broker that speaks AMQP 0-9-1."""
