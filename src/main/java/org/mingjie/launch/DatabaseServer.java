package org.mingjie.launch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database of this process: the user's own, the embedded one, or the one that a running server already holds. */
final class DatabaseServer implements AutoCloseable {

  private static final String DATABASE = "mingjie";
  private static final String SUPERUSER = "mingjie_super";

  private final DatabaseAccess access;
  private final @Nullable EmbeddedPostgres embedded;
  private final @Nullable InstanceLock lock;
  private final boolean isOfTheFolder;

  private DatabaseServer(DatabaseAccess access, @Nullable EmbeddedPostgres embedded, @Nullable InstanceLock lock, boolean isOfTheFolder) {
    this.access = access;
    this.isOfTheFolder = isOfTheFolder;
    this.embedded = embedded;
    this.lock = lock;
  }

  /**
   * @param attach whether a database that another process of this data folder runs may be shared (commands),
   *     or whether that is refused (a second server)
   */
  static DatabaseServer open(DatabaseSettings settings, boolean attach) {
    if (settings.databaseUrl() != null && !settings.databaseUrl().isBlank()) {
      Home.open(settings.home());
      return new DatabaseServer(ExternalDatabase.open(settings.databaseUrl()), null, null, false);
    }
    Home home = Home.open(settings.home());
    Optional<InstanceLock> lock = InstanceLock.tryAcquire(home);
    if (lock.isPresent()) {
      return startEmbedded(settings, home, lock.get());
    }
    InstanceLock.Owner owner = InstanceLock.owner(home).orElseThrow(() -> new StartRefused(
        "另一个名界进程正在启动或停止，占用着 " + home.root() + "。", "稍等几秒再试"));
    if (!attach || owner.databasePort() == 0) {
      throw new StartRefused(
          "名界已经在运行：%s（进程 %d，%s）。".formatted(owner.address(), owner.pid(), owner.purpose()),
          "打开上面的地址即可；要停下它：kill " + owner.pid());
    }
    return new DatabaseServer(access(home, owner.databasePort()), null, null, true);
  }

  private static DatabaseServer startEmbedded(DatabaseSettings settings, Home home, InstanceLock lock) {
    try {
      PostgresBinaries binaries = PostgresBinaries.find().orElseThrow(() -> new StartRefused(
          "这台机器上没有 PostgreSQL 15 或更新版本及 PostGIS。",
          "apt-get install --no-install-recommends postgresql postgresql-postgis，或设置 MINGJIE_DATABASE_URL"));
      EmbeddedPostgres server = EmbeddedPostgres.start(
          binaries, home.database(), home.secretFile(SUPERUSER), home.databaseLog(), settings.durable());
      try {
        prepare(home, server.port());
        return new DatabaseServer(access(home, server.port()), server, lock, true);
      } catch (SQLException failed) {
        server.close();
        throw new StartRefused("内置数据库不能使用：" + failed.getMessage(), "看日志：less " + home.databaseLog());
      }
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private static void prepare(Home home, int port) throws SQLException {
    String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
    String password = home.secret(SUPERUSER);
    try (Connection connection = DriverManager.getConnection(server + "postgres", SUPERUSER, password);
        var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    }
    try (Connection connection = DriverManager.getConnection(server + DATABASE, SUPERUSER, password)) {
      DatabaseRoles.prepare(connection, Map.of(
          DatabaseRoles.OWNER, home.secret(DatabaseRoles.OWNER),
          DatabaseRoles.APP, home.secret(DatabaseRoles.APP),
          DatabaseRoles.READ, home.secret(DatabaseRoles.READ)));
    }
  }

  private static DatabaseAccess access(Home home, int port) {
    return new DatabaseAccess("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE,
        login(home, DatabaseRoles.OWNER), login(home, DatabaseRoles.APP), login(home, DatabaseRoles.READ));
  }

  private static DatabaseAccess.Login login(Home home, String role) {
    return new DatabaseAccess.Login(role, home.secret(role), null);
  }

  DatabaseAccess access() {
    return access;
  }

  /** Whether another process of this data folder runs it. */
  boolean isShared() {
    return isOfTheFolder && lock == null;
  }

  /** Tells other processes of this data folder who runs; nothing to tell for a database of the user's own. */
  void tell(String purpose, String address) {
    if (lock != null && embedded != null) {
      lock.tell(new InstanceLock.Owner(ProcessHandle.current().pid(), purpose, embedded.port(), address));
    }
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
