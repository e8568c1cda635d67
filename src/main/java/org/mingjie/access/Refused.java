package org.mingjie.access;

import org.springframework.security.access.AccessDeniedException;

/** What this person may not do, though his role may in general; told to him and noted in the audit. */
public final class Refused extends AccessDeniedException {

  private static final long serialVersionUID = 1L;

  /** @param why in Chinese, with what to do instead */
  public Refused(String why) {
    super(why);
  }
}
