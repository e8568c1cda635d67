package org.mingjie.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Personal data as those see them who need to know only that they are there. */
final class Masks {

  /** Members of JSON that tell of a person. */
  private static final Set<String> PERSONAL = Set.of("displayName", "contact", "phone", "email", "idNumber", "address", "from");

  private static final Pattern IP4 = Pattern.compile("([0-9]{1,3}\\.[0-9]{1,3})\\.[0-9]{1,3}\\.[0-9]{1,3}");
  private static final Pattern LONG_FIGURES = Pattern.compile("[0-9+ -]{7,}");
  private static final String HIDDEN = "**";

  private Masks() {}

  /** 沈文博 is 沈**; addresses keep their network, numbers and mail their ends. */
  static String mask(String text) {
    String address = maskAddress(text);
    if (!address.equals(text)) {
      return address;
    }
    int at = text.indexOf('@');
    if (at > 0) {
      return text.substring(0, Character.charCount(text.codePointAt(0))) + HIDDEN + text.substring(at);
    }
    if (LONG_FIGURES.matcher(text).matches()) {
      return text.substring(0, 3) + "****" + text.substring(text.length() - 4);
    }
    return text.isEmpty() ? "" : text.substring(0, Character.charCount(text.codePointAt(0))) + HIDDEN;
  }

  /** The network of an address: 10.1.*.*, 2001:db8:*. */
  static String maskAddress(String address) {
    var four = IP4.matcher(address);
    if (four.matches()) {
      return four.group(1) + ".*.*";
    }
    String[] groups = address.split(":", -1);
    return groups.length > 2 && address.matches("[0-9a-fA-F:.%]+") ? groups[0] + ":" + groups[1] + ":*" : address;
  }

  private static @Nullable Map<String, Object> mask(@Nullable Map<String, Object> members) {
    if (members == null) {
      return null;
    }
    Map<String, Object> masked = new LinkedHashMap<>();
    members.forEach((name, value) -> masked.put(name, PERSONAL.contains(name) && value instanceof String text ? mask(text) : within(value)));
    return masked;
  }

  @SuppressWarnings("unchecked") // members of JSON have names
  private static @Nullable Object within(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return mask((Map<String, Object>) members);
    }
    return value instanceof List<?> elements ? elements.stream().map(Masks::within).toList() : value;
  }

  private static Map<String, String> maskAll(Map<String, String> names) {
    Map<String, String> masked = new LinkedHashMap<>();
    names.forEach((id, name) -> masked.put(id, mask(name)));
    return masked;
  }

  /** A record of the audit for those who need not know the person. */
  static AuditEntry mask(AuditEntry entry) {
    return new AuditEntry(entry.id(), entry.position(), entry.at(), entry.login(), mask(entry.displayName()), entry.role(), entry.kind(),
        entry.action(), entry.object(), entry.reason(), entry.address() == null ? null : maskAddress(entry.address()),
        mask(entry.before()), mask(entry.after()), Objects.requireNonNull(mask(entry.detail())), maskAll(entry.names()));
  }
}
