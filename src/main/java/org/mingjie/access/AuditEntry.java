package org.mingjie.access;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the audit.
 *
 * @param position in the chain, 1 for the first; null while it waits for its place
 * @param login of the account that did it
 * @param kind {@code act}, {@code change} (the world changed) or {@code correction} (we were wrong)
 * @param object {@code kind:key}
 * @param address of the client; null: the program itself or its command line
 * @param names of the people whose accounts or deputies the record names by number
 */
record AuditEntry(UUID id, @Nullable Long position, Instant at, String login, String displayName, String role, String kind, String action,
    String object, @Nullable String reason, @Nullable String address,
    @Nullable Map<String, Object> before, @Nullable Map<String, Object> after, Map<String, Object> detail, Map<String, String> names) {}
