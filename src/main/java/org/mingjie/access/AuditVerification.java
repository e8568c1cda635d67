package org.mingjie.access;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Checks that no record of the audit was altered, put in or left out since it was chained. */
@Service
public class AuditVerification {

  /**
   * One thing that is wrong.
   *
   * @param position in the chain; null for a record that is not in it
   * @param record the audit record; null where only a hash is known
   */
  public record Fault(@Nullable Long position, @Nullable UUID record, String what) {}

  /**
   * @param records in the chain
   * @param waiting not chained yet
   * @param anchors that were compared
   * @param faults at most {@value #MOST} of them, by position
   */
  public record Outcome(long records, long waiting, int anchors, List<Fault> faults) {

    public boolean isWhole() {
      return faults.isEmpty();
    }
  }

  private static final int MOST = 100;

  private final JdbcClient jdbc;
  private final AuditAnchors anchors;

  AuditVerification(JdbcClient jdbc, AuditAnchors anchors) {
    this.jdbc = jdbc;
    this.anchors = anchors;
  }

  /** @param more anchors that were kept elsewhere, as lines of {@link AuditAnchors.Anchor#line()} */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public Outcome verify(List<AuditAnchors.Anchor> more) {
    List<Fault> faults = new ArrayList<>(jdbc.sql("SELECT place, audit_id, fault FROM audit_faults() LIMIT " + MOST).query((row, n) ->
        new Fault(row.getObject("place", Long.class), row.getObject("audit_id", UUID.class), words(row.getString("fault")))).list());
    List<AuditAnchors.Anchor> known = new ArrayList<>(anchors.noted());
    known.addAll(more);
    for (AuditAnchors.Anchor anchor : known) {
      if (faults.size() < MOST) {
        fault(anchor).ifPresent(faults::add);
      }
    }
    return new Outcome(count("audit_seal"), count("audit_unsealed"), known.size(), faults);
  }

  private long count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  private Optional<Fault> fault(AuditAnchors.Anchor anchor) {
    Optional<String> hash = jdbc.sql("SELECT hash FROM audit_seal WHERE position = :position").param("position", anchor.position())
        .query((row, n) -> HexFormat.of().formatHex(row.getBytes("hash"))).optional();
    if (hash.isEmpty()) {
      return Optional.of(new Fault(anchor.position(), null, "链在 %s 时有这一条，现在没有：从末尾被截去".formatted(anchor.at())));
    }
    return hash.get().equals(anchor.hash()) ? Optional.empty()
        : Optional.of(new Fault(anchor.position(), null, "链在 %s 时的校验值与现在不同：这一条或它以前的记录被改写".formatted(anchor.at())));
  }

  private static String words(String fault) {
    return switch (fault) {
      case "gap" -> "前面缺少记录：位置不相连";
      case "link" -> "与前一条接不上：前一条被改过或换过";
      case "missing" -> "链上有这一条，审计表里没有：记录被删除";
      case "altered" -> "内容与校验值不符：记录被改动";
      default -> "不在链上：记录是绕过程序插入的";
    };
  }
}
