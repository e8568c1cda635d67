package org.mingjie.unfound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.mingjie.search.SearchWatch;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Counts in memory until they are written. One visitor counts once a day for a question, however often he asks; who he is is
 * known here for that day, and written nowhere. Whatever is asked, this takes a bounded room.
 */
@Component
@EnableConfigurationProperties(UnfoundSettings.class)
class UnfoundCounts implements SearchWatch {

  /** Kinds of questions between two writings. Beyond them new ones are not counted: then somebody invents them. */
  static final int MOST_AT_ONCE = 1_000;

  /** Questions of one visitor in a day: whoever has more invents them. */
  static final int MOST_OF_ONE = 30;

  private static final int MOST_VISITORS = 100_000;

  private record Visit(String text, String client) {}

  private final UnfoundSettings settings;
  private final Cache<Visit, Boolean> today = Caffeine.newBuilder().maximumSize(MOST_VISITORS).expireAfterWrite(Duration.ofDays(1)).build();
  private final Cache<String, AtomicInteger> asked = Caffeine.newBuilder().maximumSize(MOST_VISITORS).expireAfterWrite(Duration.ofDays(1)).build();
  private Map<String, Long> counts = new HashMap<>();

  UnfoundCounts(UnfoundSettings settings) {
    this.settings = settings;
  }

  @Override
  public void nothingFound(String typed, String client) {
    if (settings.kept()) {
      UnfoundText.of(typed).ifPresent(text -> count(text, client));
    }
  }

  private void count(String text, String client) {
    if (today.asMap().putIfAbsent(new Visit(text, client), true) == null && asked.get(client, c -> new AtomicInteger()).incrementAndGet() <= MOST_OF_ONE) {
      add(text, 1);
    }
  }

  private synchronized void add(String text, long times) {
    if (counts.size() < MOST_AT_ONCE || counts.containsKey(text)) {
      counts.merge(text, times, Long::sum);
    }
  }

  /** What came since it was last asked for. */
  synchronized Map<String, Long> take() {
    Map<String, Long> taken = counts;
    counts = new HashMap<>();
    return taken;
  }

  /** What could not be written comes with the next. */
  void giveBack(Map<String, Long> taken) {
    taken.forEach(this::add);
  }
}
