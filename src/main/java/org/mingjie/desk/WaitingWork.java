package org.mingjie.desk;

import java.util.List;
import org.mingjie.access.SignedIn;

/**
 * One kind of work that may wait for a person. Each bean of it is asked whenever somebody opens the desk, so it should answer within
 * milliseconds.
 */
public interface WaitingWork {

  /** What waits for this person in his own right or in that of somebody who is away; empty where the work is not his. */
  List<WaitingItem> listFor(SignedIn who);
}
