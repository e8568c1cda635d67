package org.mingjie.access;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which records of the audit are wanted; null is any.
 *
 * @param from first day (Asia/Shanghai)
 * @param to last day, included
 * @param account whose deeds
 * @param action what was done, or the beginning of it: {@code sign-in} finds {@code sign-in.locked}
 * @param within beginnings of actions, one of which it must have; empty: any
 * @param object what it was done to, or the beginning of it: {@code place:P0000000}
 */
record AuditFilter(@Nullable LocalDate from, @Nullable LocalDate to, @Nullable UUID account, @Nullable String action, @Nullable String object,
    Audit.@Nullable Kind kind, @Nullable String address, List<String> within) {

  AuditFilter of(UUID person) {
    return new AuditFilter(from, to, person, action, object, kind, address, within);
  }
}
