package org.mingjie.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rules of sign-in as they are now: what a security administrator has set, else what the server was started with. */
@Component
@EnableConfigurationProperties({SessionSettings.class, SecondFactorSettings.class})
class Policies implements GivenSettings {

  static final String SUBJECT = "policies";

  /**
   * @param secondFactor {@code required}, {@code optional} or {@code off}
   * @param sessionIdle and {@code sessionAbsolute}: ISO 8601; each null where it is left to the start
   */
  @Schema(name = "PolicyValues")
  record Chosen(@Nullable String secondFactor, @Nullable String sessionIdle, @Nullable String sessionAbsolute) {

    Map<String, @Nullable String> members() {
      Map<String, @Nullable String> members = new LinkedHashMap<>();
      members.put("secondFactor", secondFactor);
      members.put("sessionIdle", sessionIdle);
      members.put("sessionAbsolute", sessionAbsolute);
      return members;
    }
  }

  private record Now(Chosen chosen, SessionSettings session, SecondFactorSettings secondFactor) {}

  private final SettingLedger ledger;
  private final SessionSettings session;
  private final SecondFactorSettings secondFactor;
  private final Given<Now> now;

  Policies(SettingLedger ledger, SessionSettings session, SecondFactorSettings secondFactor) {
    this.ledger = ledger;
    this.session = session;
    this.secondFactor = secondFactor;
    this.now = new Given<>(ledger, SUBJECT, values -> merged(JsonMapper.shared().readValue(values, Chosen.class)));
  }

  SessionSettings session() {
    return now.get().session();
  }

  SecondFactorSettings secondFactor() {
    return now.get().secondFactor();
  }

  Chosen chosen() {
    return now.get().chosen();
  }

  /** With what the server was started. */
  Chosen start() {
    return new Chosen(secondFactor.secondFactor(), session.idle().toString(), session.absolute().toString());
  }

  /** How long sessions would last. */
  SessionSettings sessionBy(Chosen chosen) {
    return merged(chosen).session();
  }

  private Now merged(Chosen chosen) {
    return new Now(chosen, new SessionSettings(duration(chosen.sessionIdle(), session.idle()), duration(chosen.sessionAbsolute(), session.absolute())),
        chosen.secondFactor() == null ? secondFactor : new SecondFactorSettings(chosen.secondFactor()));
  }

  private static Duration duration(@Nullable String text, Duration otherwise) {
    return text == null ? otherwise : Duration.parse(text);
  }

  @Override
  public List<Setting> given() {
    Chosen chosen = chosen();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("MINGJIE_SECOND_FACTOR", chosen.secondFactor());
    values.put("MINGJIE_SESSION_IDLE", chosen.sessionIdle() == null ? null : session().idle());
    values.put("MINGJIE_SESSION_ABSOLUTE", chosen.sessionAbsolute() == null ? null : session().absolute());
    return GivenSettings.of(ledger.standing(SUBJECT), values);
  }
}
