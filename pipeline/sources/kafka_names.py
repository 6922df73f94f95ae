"""Names of settings that a user cannot make, and what to write in their place."""

from __future__ import annotations

FORCED = {
    "enable.auto.commit": "false",
    "enable.auto.offset.store": "false",
    "auto.offset.reset": "error",
    "enable.partition.eof": "true",
    "isolation.level": "read_committed",
    "check.crcs": "true",
}
"""What the promise rests on: positions are the dataset's, never the group's."""

FORBIDDEN = frozenset(
    ("plugin.library.paths", "interceptors", "opaque", "default_topic_conf", "logger", "on_commit")
)
"""Settings that load or call code, or hold objects."""

INSTEAD = {
    "bootstrap.servers": "the input names the brokers; leave it out",
    "metadata.broker.list": "the input names the brokers; leave it out",
}
"""Settings that an option replaces."""

_DECODING = "--message-format says how values are read; leave it out"
_CALLBACK = "librdkafka signs in by itself: sasl.oauthbearer.method=oidc, or leave it out"
_PEM = "librdkafka reads PEM files: leave it out"
JAVA_ONLY = {
    "sasl.jaas.config": "write sasl.username and sasl.password",
    "sasl.client.callback.handler.class": _CALLBACK,
    "sasl.login.callback.handler.class": _CALLBACK,
    "sasl.login.class": _CALLBACK,
    "sasl.kerberos.kinit.cmd.path": "write sasl.kerberos.kinit.cmd",
    "ssl.truststore.location": "write ssl.ca.location, a PEM file",
    "ssl.truststore.certificates": "write ssl.ca.pem",
    "ssl.truststore.password": _PEM,
    "ssl.truststore.type": _PEM,
    "ssl.keystore.type": _PEM,
    "ssl.keystore.key": "write ssl.key.pem",
    "ssl.keystore.certificate.chain": "write ssl.certificate.pem",
    "ssl.protocol": "leave it out",
    "ssl.enabled.protocols": "leave it out",
    "ssl.keymanager.algorithm": "leave it out",
    "ssl.trustmanager.algorithm": "leave it out",
    "security.providers": "leave it out",
    "key.deserializer": _DECODING,
    "value.deserializer": _DECODING,
    "max.poll.records": "write --commit-rows",
    "request.timeout.ms": "write socket.timeout.ms",
    "default.api.timeout.ms": "write --source-timeout",
    "fetch.max.wait.ms": "write fetch.wait.max.ms",
    "receive.buffer.bytes": "write socket.receive.buffer.bytes",
    "send.buffer.bytes": "write socket.send.buffer.bytes",
    "interceptor.classes": "leave it out",
    "metric.reporters": "--metrics-port serves figures; leave it out",
}
"""Settings of the Java client, and librdkafka's in their place."""
