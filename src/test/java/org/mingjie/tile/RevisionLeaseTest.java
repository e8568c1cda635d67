package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionOperations;

/** Tiles at hand while nothing changes, and from the moment when something does. */
class RevisionLeaseTest extends RegistryTest {

  private static final String TILE = "/tiles/base/8/213/106.mvt";
  private static final String HOLDERS = """
      SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 7701936 AND granted AND mode = 'ShareLock'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private RevisionLease lease;
  @Autowired @Qualifier("tile") private DataSource pool;

  private TileClient client;
  private Edits edits;
  private UUID village;

  @BeforeEach
  void start() {
    client = new TileClient(port);
    edits = new Edits(jdbc, transactions, events);
    edits.commit(() -> village = edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    client.get(TILE);
  }

  @Test
  void whileNothingChangesATileAtHandIsServedWithoutAskingTheDatabase() throws SQLException {
    awaitTerm();
    byte[] before = client.get(TILE).body();
    try (Connection other = asSuperuser()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE app.tile_revision IN ACCESS EXCLUSIVE MODE");
      HttpResponse<byte[]> answer = CompletableFuture.supplyAsync(() -> client.get(TILE)).orTimeout(3, TimeUnit.SECONDS).join();
      assertThat(answer.body()).isEqualTo(before);
      other.rollback();
    }
  }

  @Test
  void ofManyChangesEachIsSeenByTheNextRequest() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      String name = "石桥村" + i;
      edits.commit(() -> rename(name));
      assertThat(client.tile(TILE).names("place")).containsExactly(name);
      client.get(TILE);
      if (i % 3 == 0) {
        Thread.sleep(i); // by then a new term has begun, or not
      }
    }
  }

  @Test
  void aChangeThatIsNotYetCommittedEndsTheTermAndIsNotSeen() {
    awaitTerm();
    edits.commit(() -> {
      rename("新桥村");
      jdbc.sql("UPDATE tile_revision SET rev = rev").update();
      assertThat(lease.term()).as("the writer has the lock").isEqualTo(RevisionLease.NONE);
      assertThat(client.tile(TILE).names("place")).containsExactly("石桥村");
    });
    assertThat(client.tile(TILE).names("place")).containsExactly("新桥村");
  }

  @Test
  void aServerThatHasStoppedHoldsUpNobodyForLong() throws Exception {
    AtomicBoolean stops = new AtomicBoolean();
    CountDownLatch end = new CountDownLatch(1);
    RevisionLease other = new RevisionLease(stopping(stops, end));
    try {
      awaitTerm(other);
      stops.set(true);
      Thread.sleep(100);
      long before = System.nanoTime();
      edits.commit(() -> rename("新桥村"));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
      assertThat(other.term()).isEqualTo(RevisionLease.NONE);
      assertThat(client.tile(TILE).names("place")).containsExactly("新桥村");
    } finally {
      end.countDown();
      other.close();
    }
  }

  /** The pool of a server whose threads come to stand between two statements. */
  private DataSource stopping(AtomicBoolean stops, CountDownLatch end) {
    return new DelegatingDataSource(pool) {
      @Override
      public Connection getConnection() throws SQLException {
        Connection real = super.getConnection();
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
          Object made = method.invoke(real, arguments);
          return made instanceof PreparedStatement statement ? statement(statement) : made;
        });
      }

      private Object statement(PreparedStatement real) {
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
          if (stops.get()) {
            end.await();
          }
          return method.invoke(real, arguments);
        });
      }
    };
  }

  @Test
  void whoseSessionIsEndedLooksForEachTileAndTakesANewTermLater() throws InterruptedException {
    long before = awaitTerm();
    database().sql("SELECT pg_terminate_backend(pid) FROM (" + HOLDERS + ") h").query().listOfRows();
    Thread.sleep(150);
    edits.commit(() -> rename("新桥村"));
    assertThat(client.tile(TILE).names("place")).containsExactly("新桥村");
    assertThat(awaitTerm()).isGreaterThan(before);
  }

  @Test
  void whenNobodyAsksForTilesTheLockIsGivenBack() throws InterruptedException {
    awaitTerm();
    assertThat(database().sql(HOLDERS).query(Integer.class).list()).hasSize(1);
    for (int i = 0; i < 130 && !database().sql(HOLDERS).query(Integer.class).list().isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertThat(database().sql(HOLDERS).query(Integer.class).list()).isEmpty();
    assertThat(awaitTerm()).isPositive();
  }

  private void rename(String name) {
    jdbc.sql("UPDATE name SET text = ? WHERE place_id = ?").params(name, village).update();
    edits.changed(village);
  }

  private long awaitTerm() {
    return awaitTerm(lease);
  }

  private long awaitTerm(RevisionLease lease) {
    for (int i = 0; i < 200; i++) {
      long term = lease.term();
      if (term != RevisionLease.NONE) {
        client.get(TILE); // found fresh in this term
        return term;
      }
      try {
        Thread.sleep(25);
      } catch (InterruptedException stop) {
        throw new IllegalStateException(stop);
      }
    }
    throw new AssertionError("no term begins");
  }
}
