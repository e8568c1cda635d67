package org.mingjie.correction;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Audit;
import org.mingjie.access.Mandate;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.mingjie.correction.ErrorReport.Standing;
import org.mingjie.correction.ErrorReport.State;
import org.mingjie.correction.ReportRefused.Reason;
import org.mingjie.time.Uuid7;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Error reports: taken from anybody, listed for and answered by officers, asked after with a receipt. */
@Service
@EnableConfigurationProperties(CorrectionSettings.class)
public class ErrorReports {

  /** Crockford's: no letter that is taken for a figure, no U. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUPS = 3;
  private static final int GROUP = 4;
  private static final String ANSWER = "report.answer";
  private static final String OBJECT = "error_report:";
  private static final int MOST_ANSWER = 2000;
  private static final int LEAST_KEY = 8;
  private static final int MOST_KEY = 200;

  private final JdbcReports reports;
  private final ReportBrake brake;
  private final Audit audit;
  private final CorrectionSettings settings;
  private final SecureRandom random = new SecureRandom();

  ErrorReports(JdbcReports reports, ReportBrake brake, Audit audit, CorrectionSettings settings) {
    this.settings = settings;
    this.reports = reports;
    this.brake = brake;
    this.audit = audit;
  }

  /**
   * Takes a report. The same one that comes again under the same key is taken once.
   *
   * @param key of the request (Idempotency-Key), 8 to 200 characters; null where there is none
   * @param client address that the report comes from
   * @return its receipt
   */
  @Transactional
  public String file(Draft draft, @Nullable String key, String client) {
    List<Draft.Fault> faults = new ArrayList<>(draft.faults());
    if (key != null && !isKey(key)) {
      faults.add(new Draft.Fault("Idempotency-Key", Draft.Wrong.TOO_LONG, MOST_KEY));
    }
    UUID place = draft.place().isEmpty() ? null : reports.findPlace(draft.place()).orElse(null);
    if (place == null && !draft.place().isEmpty()) {
      faults.add(new Draft.Fault("place", Draft.Wrong.NO_SUCH_PLACE, 0));
    }
    if (!faults.isEmpty()) {
      throw new ReportRefused(Reason.FAULTY, faults);
    }
    Optional<String> earlier = key == null ? Optional.empty() : earlier(draft, key);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    brake.take(client);
    String receipt = receipt();
    boolean written = reports.insert(Uuid7.next(), receipt, draft, draft.kind().orElseThrow(), place, key);
    return written ? receipt : earlier(draft, String.valueOf(key)).orElseThrow();
  }

  /** Whether a report may be sent under this key. */
  public static boolean isKey(String key) {
    return key.length() >= LEAST_KEY && key.length() <= MOST_KEY && key.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private Optional<String> earlier(Draft draft, String key) {
    return reports.findByKey(key).map(known -> {
      if (!Arrays.equals(known.hash(), draft.hash())) {
        throw new ReportRefused(Reason.KEY_REUSED, List.of());
      }
      return known.receipt();
    });
  }

  /** 60 bits by chance: nobody comes upon the receipt of another. */
  private String receipt() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      text.append(i > 0 && i % GROUP == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** Days after the answer for which it is known how to reach the reporter. */
  public int contactDays() {
    return settings.contactDays();
  }

  /** @param receipt as it was given, in whatever case and with or without hyphens */
  public Optional<Standing> find(String receipt) {
    String bare = receipt.toUpperCase(java.util.Locale.ROOT).replace("O", "0").replace("I", "1").replace("L", "1").replaceAll("[\\s-]", "");
    return bare.length() != GROUPS * GROUP ? Optional.empty()
        : reports.find(bare.substring(0, GROUP) + "-" + bare.substring(GROUP, 2 * GROUP) + "-" + bare.substring(2 * GROUP));
  }

  /**
   * Reports that wait, the oldest first.
   *
   * @param divisionPrefix beginning of division codes; empty for all, also those that lie in no known division
   */
  public List<ErrorReport> listOpen(String divisionPrefix, int limit) {
    return reports.open(divisionPrefix, limit);
  }

  /** Those that wait for a place-name clerk, in his own right and in that of colleagues who are away, the oldest first. */
  public List<ErrorReport> listOpen(SignedIn clerk, int limit) {
    Map<UUID, ErrorReport> waiting = new LinkedHashMap<>();
    jurisdictions(clerk).forEach(prefix -> listOpen(prefix, limit).forEach(one -> waiting.putIfAbsent(one.id(), one)));
    return waiting.values().stream().sorted(Comparator.comparing(ErrorReport::createdAt)).limit(limit).toList();
  }

  /**
   * Those that have their answer, in a clerk's own right and in that of colleagues who are away, the last answered first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<ErrorReport.Answered> listAnswered(SignedIn clerk, @Nullable UUID after, int limit) {
    return reports.answered(jurisdictions(clerk), after, limit);
  }

  private static List<String> jurisdictions(SignedIn clerk) {
    return clerk.mandates().stream().filter(mandate -> mandate.holder().role() == Role.PLACE_NAME_CLERK).map(mandate -> mandate.holder().jurisdiction())
        .distinct().toList();
  }

  /** One that waits. */
  public Optional<ErrorReport> findOpen(UUID id) {
    return reports.findOpen(id);
  }

  /**
   * Answers a report, once. The holder of the receipt reads the answer. Who may, is the caller's question.
   *
   * @param outcome answered or dismissed
   * @param answer 1 to 2000 characters
   * @throws AnswerRefused where there is no such report, or it has its answer
   */
  @Transactional
  public void answer(UUID id, UUID officer, State outcome, String answer) {
    settle(id, officer, outcome, answer);
    audit.record(officer, ANSWER, OBJECT + id, null, "{\"state\": \"%s\"}".formatted(outcome.code()));
  }

  /** The same by somebody in his own right, or in that of an officer who is away. */
  @Transactional
  public void answer(UUID id, Mandate by, State outcome, String answer) {
    settle(id, by.by().id(), outcome, answer);
    audit.record(by, ANSWER, OBJECT + id, null, Map.of("state", outcome.code()));
  }

  private void settle(UUID id, UUID officer, State outcome, String answer) {
    String text = answer.strip();
    if (outcome == State.OPEN || text.isEmpty() || text.codePointCount(0, text.length()) > MOST_ANSWER) {
      throw new AnswerRefused("答复要写明采纳或不采纳，并说明理由，不超过 %d 字".formatted(MOST_ANSWER));
    }
    if (!reports.answer(id, officer, outcome, text)) {
      throw new AnswerRefused("没有编号为 %s 的待答复的纠错：可能已由别人答复，刷新列表再看".formatted(id));
    }
  }

  /** How to reach the reporter, for an officer who has to ask him. That it was looked at is audited. */
  @Transactional
  public Optional<String> revealContact(UUID id, UUID officer) {
    Optional<String> contact = reports.contact(id);
    contact.ifPresent(known -> audit.record(officer, "report.contact", OBJECT + id, null, "{}"));
    return contact;
  }
}
