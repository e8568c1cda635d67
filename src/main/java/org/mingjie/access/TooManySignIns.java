package org.mingjie.access;

import org.springframework.security.core.AuthenticationException;

/** Wrong passwords come too fast: whether this one is right is not looked at. */
final class TooManySignIns extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  TooManySignIns() {
    super("too many wrong passwords");
  }
}
