package org.mingjie.access;

import java.util.Locale;

/** What a program may do with a key, within what its owner may. */
enum KeyScope {
  READ, IMPORT;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static KeyScope of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
