package org.mingjie.access;

import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts.Account;

/**
 * In whose right somebody acts: his own, or that of a person who is away and has named him as deputy.
 *
 * @param by who acts
 * @param onBehalfOf who is away; null where somebody acts in his own right
 */
public record Mandate(Account by, @Nullable Account onBehalfOf) {

  /** Whose role and jurisdiction count. */
  public Account holder() {
    return onBehalfOf == null ? by : onBehalfOf;
  }

  boolean reaches(Role role, String code) {
    return holder().role() == role && code.startsWith(holder().jurisdiction());
  }
}
