package org.mingjie.launch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database and its pools: one of the app role (primary), three of the read role, and the owner for migrations. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

  /** The legal day is Asia/Shanghai in every session. */
  private static final String COMMON = "-c timezone=Asia/Shanghai -c search_path=app,public";

  /** Small queries are 2 to 6 times slower when jit or parallel workers start. */
  private static final String READ = COMMON
      + " -c jit=off -c max_parallel_workers_per_gather=0 -c statement_timeout=10s -c default_transaction_read_only=on";

  /**
   * Every statement has one good plan, whatever it is asked for, and to plan takes longer than to read ten rows; a plan that
   * expects to have enough rows soon would read the table from its beginning.
   */
  private static final String SEARCH = READ + " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

  /** Eight workers keep one each, the lease of revisions two. */
  private static final int FEWEST_FOR_TILES = 12;

  @Bean(destroyMethod = "close")
  DatabaseServer databaseServer(DatabaseSettings settings, Environment environment) {
    boolean attach = environment.getProperty("mingjie.command", Boolean.class, false);
    return DatabaseServer.open(settings, attach);
  }

  @Bean
  @Primary
  HikariDataSource dataSource(DatabaseServer server, DatabaseSettings settings) {
    HikariConfig pool = pool("app", server.access().url(), server.access().app(), COMMON, settings.poolSize());
    // geometry columns and parameters of ordinary commands are JTS values
    pool.addDataSourceProperty("datatype.geometry", "net.postgis.jdbc.jts.JtsGeometry");
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(pool);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("read")
  HikariDataSource readDataSource(DatabaseServer server, DatabaseSettings settings) {
    HikariConfig pool = pool("read", server.access().url(), server.access().read(), READ, settings.poolSize());
    pool.addDataSourceProperty("prepareThreshold", "1");
    return new HikariDataSource(pool);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("search")
  HikariDataSource searchDataSource(DatabaseServer server, DatabaseSettings settings) {
    HikariConfig pool = pool("search", server.access().url(), server.access().read(), SEARCH, settings.poolSize());
    pool.addDataSourceProperty("prepareThreshold", "1");
    return new HikariDataSource(pool);
  }

  /** Connections on which tiles have been made are kept, with the plans of their statements; look-ups of revisions need others. */
  @Bean(defaultCandidate = false)
  @Qualifier("tile")
  HikariDataSource tileDataSource(DatabaseServer server, DatabaseSettings settings) {
    return new HikariDataSource(
        pool("tile", server.access().url(), server.access().read(), READ, Math.max(settings.poolSize(), FEWEST_FOR_TILES)));
  }

  @Bean(defaultCandidate = false)
  @FlywayDataSource
  DataSource ownerDataSource(DatabaseServer server) {
    DatabaseAccess.Login owner = server.access().owner();
    DriverManagerDataSource source =
        new DriverManagerDataSource(server.access().url(), owner.user(), owner.password());
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("options", owner.options(COMMON));
    source.setConnectionProperties(properties);
    return source;
  }

  /** A program must not write into a structure that it does not know. */
  @Bean
  FlywayMigrationStrategy migrationStrategy() {
    return flyway -> {
      MigrationInfo current = flyway.info().current();
      if (current != null && current.getState().isApplied() && !current.getState().isResolved()) {
        throw new StartRefused("数据库是更新的版本建的（结构 %s），这个程序不认识它。".formatted(current.getVersion()), "用做过升级的那个版本或更新的程序启动；或用升级前的备份恢复到另一个数据文件夹");
      }
      flyway.migrate();
    };
  }

  @Bean
  @Primary
  JdbcClient jdbcClient(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("read")
  JdbcClient readJdbcClient(@Qualifier("read") DataSource read) {
    return JdbcClient.create(read);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("search")
  JdbcClient searchJdbcClient(@Qualifier("search") DataSource search) {
    return JdbcClient.create(search);
  }

  /** By which the database knows this process. */
  static String applicationName() {
    return "mingjie " + ProcessHandle.current().pid();
  }

  private static HikariConfig pool(
      String name, String url, DatabaseAccess.Login login, String settings, int size) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(url);
    pool.setUsername(login.user());
    pool.setPassword(login.password());
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(5_000);
    pool.addDataSourceProperty("ApplicationName", applicationName());
    pool.addDataSourceProperty("options", login.options(settings));
    return pool;
  }
}
