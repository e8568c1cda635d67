package org.mingjie.access;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What whoever keeps the system should be told of accounts, audit and backups; each is read when it is asked for. */
@Component
class AccessMeters implements MeterBinder {

  private static final String WAITING = "SELECT count(*) FROM audit_unsealed";
  private static final String LOCKED = "SELECT count(*) FROM sign_in_failure WHERE locked_until > clock_timestamp()";
  private static final String BACKUP = "SELECT extract(epoch FROM clock_timestamp() - max(at)) FROM audit WHERE action = 'backup'";

  private final JdbcClient jdbc;

  AccessMeters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge("mingjie.audit.waiting", "Audit records that are not chained yet", WAITING, registry);
    gauge("mingjie.accounts.locked", "Accounts that are locked after wrong passwords", LOCKED, registry);
    gauge("mingjie.backup.age.seconds", "Since the last backup; NaN while there was none", BACKUP, registry);
  }

  private void gauge(String name, String description, String query, MeterRegistry registry) {
    Gauge.builder(name, () -> value(query)).description(description).register(registry);
  }

  /** NaN where there is none or the database is away. */
  private double value(String query) {
    try {
      return jdbc.sql(query).query((row, n) -> row.getObject(1) == null ? Double.NaN : row.getDouble(1)).single();
    } catch (DataAccessException away) {
      return Double.NaN;
    }
  }
}
