package org.mingjie.access;

import java.time.DateTimeException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SettingLedger.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** What counts of a subject of the {@link SettingLedger}, made of its JSON anew only when that has changed. */
public final class Given<T> {

  private record Made<T>(Standing of, T value) {}

  private static final Logger LOG = LoggerFactory.getLogger(Given.class);

  private final String subject;
  private final Supplier<Standing> standing;
  private final Function<String, T> making;
  private volatile @Nullable Made<T> last;

  /** @param making of the values as JSON object; a member that is missing or null is left to what the server was started with */
  public Given(SettingLedger ledger, String subject, Function<String, T> making) {
    this.subject = subject;
    this.standing = () -> ledger.standing(subject);
    this.making = making;
  }

  public T get() {
    Standing now = standing.get();
    Made<T> known = last;
    if (known == null || known.of() != now) {
      known = new Made<>(now, made(now));
      last = known;
    }
    return known.value();
  }

  /** Every public request asks: what another version of the program has set, and this one cannot read, must not stop them. */
  private T made(Standing now) {
    try {
      return making.apply(now.values());
    } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
      LOG.error("version {} of {} cannot be read, so what the server was started with counts: {}", now.version(), subject, unreadable.getMessage());
      return making.apply(SettingLedger.NOTHING.values());
    }
  }
}
