package org.mingjie.launch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A PostGIS database of the user's own ({@code MINGJIE_DATABASE_URL}). Everything it lacks is told in one
 * message, before anything is written.
 */
final class ExternalDatabase {

  private static final int OLDEST_POSTGRESQL = 150000;
  private static final String[] EXTENSIONS = {"postgis", "btree_gist", "pg_trgm"};

  private ExternalDatabase() {}

  /**
   * @param url JDBC or libpq form, with user and password: {@code jdbc:postgresql://host:5432/db?user=u&password=p}
   *     or {@code postgresql://u:p@host/db}
   */
  static DatabaseAccess open(String url) {
    String jdbcUrl = JdbcUrl.of(url);
    Properties parts = parse(jdbcUrl);
    String user = parts.getProperty("user", "");
    String password = parts.getProperty("password", "");
    String bare = JdbcUrl.withoutCredentials(jdbcUrl);
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      List<String> missing = lacking(connection);
      if (!missing.isEmpty()) {
        throw new StartRefused("数据库还缺以下条件：\n  · " + String.join("\n  · ", missing),
            "由数据库管理员补齐后再启动；README“接入已有的PostGIS”一节有全部语句");
      }
      DatabaseRoles.prepare(connection, Map.of());
    } catch (SQLException failed) {
      throw new StartRefused("连不上数据库：" + failed.getMessage().lines().findFirst().orElse(""),
          "检查 MINGJIE_DATABASE_URL 里的主机、端口、库名、用户和密码");
    }
    return new DatabaseAccess(bare,
        new DatabaseAccess.Login(user, password, DatabaseRoles.OWNER),
        new DatabaseAccess.Login(user, password, DatabaseRoles.APP),
        new DatabaseAccess.Login(user, password, DatabaseRoles.READ));
  }

  /** The message does not repeat the address: it holds a password. */
  private static Properties parse(String jdbcUrl) {
    @Nullable Properties parts;
    try {
      parts = Driver.parseURL(jdbcUrl, new Properties());
    } catch (IllegalArgumentException malformed) {
      parts = null;
    }
    if (parts == null) {
      throw new StartRefused("MINGJIE_DATABASE_URL 不是 PostgreSQL 的地址。",
          "写成 postgresql://用户:密码@主机:5432/数据库，密码里的特殊字符写成 %40 这样的编码");
    }
    return parts;
  }

  /** All that is missing, each as one sentence with its remedy; empty if the database will do. */
  static List<String> lacking(Connection connection) throws SQLException {
    List<String> missing = new ArrayList<>();
    int version = Integer.parseInt(text(connection, "SHOW server_version_num"));
    if (version < OLDEST_POSTGRESQL) {
      missing.add("PostgreSQL 需 15 或更新，现为 " + text(connection, "SHOW server_version"));
    }
    String encoding = text(connection, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()");
    if (!encoding.equals("UTF8")) {
      missing.add("库的编码需为 UTF8，现为 " + encoding + "：CREATE DATABASE … ENCODING 'UTF8'");
    }
    String ctype = text(connection, "SELECT datctype FROM pg_database WHERE datname = current_database()");
    if (ctype.equals("C") || ctype.equals("POSIX")) {
      missing.add("库的 LC_CTYPE 不能是 " + ctype + "（汉字不能分词）：CREATE DATABASE … LOCALE 'C.UTF-8' TEMPLATE template0");
    }
    boolean superuser = text(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user").equals("t");
    for (String extension : EXTENSIONS) {
      checkExtension(connection, extension, superuser, missing);
    }
    checkRights(connection, superuser, missing);
    return missing;
  }

  private static void checkExtension(
      Connection connection, String extension, boolean superuser, List<String> missing) throws SQLException {
    String installed = text(connection,
        "SELECT coalesce(max(extversion), '') FROM pg_extension WHERE extname = '" + extension + "'");
    String available = text(connection,
        "SELECT coalesce(max(default_version), '') FROM pg_available_extensions WHERE name = '" + extension + "'");
    String version = installed.isEmpty() ? available : installed;
    if (version.isEmpty()) {
      missing.add("扩展 " + extension + " 没有安装在数据库服务器上：apt-get install postgresql-15-postgis-3 postgresql-contrib");
    } else if (extension.equals("postgis") && olderThan33(version)) {
      missing.add("PostGIS 需 3.3 或更新，现为 " + version);
    } else if (installed.isEmpty() && !superuser && extension.equals("postgis")) {
      missing.add("扩展 postgis 要由超级用户先建：CREATE EXTENSION postgis SCHEMA public");
    }
  }

  private static void checkRights(Connection connection, boolean superuser, List<String> missing) throws SQLException {
    if (text(connection, "SELECT has_database_privilege(current_database(), 'CREATE')").equals("f")) {
      missing.add("用户没有在库里建模式的权限：GRANT CREATE ON DATABASE … TO …");
    }
    boolean mayMakeRoles = superuser
        || text(connection, "SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user").equals("t");
    if (mayMakeRoles) {
      return;
    }
    for (String role : new String[] {DatabaseRoles.OWNER, DatabaseRoles.APP, DatabaseRoles.READ}) {
      String member = text(connection, "SELECT coalesce(bool_or(pg_has_role(current_user, oid, 'MEMBER')), false) "
          + "FROM pg_roles WHERE rolname = '" + role + "'");
      if (member.equals("f")) {
        missing.add("角色 %1$s 不存在或没有授予当前用户：CREATE ROLE %1$s; GRANT %1$s TO CURRENT_USER".formatted(role));
      }
    }
  }

  static boolean olderThan33(String version) {
    String[] parts = version.split("[^0-9]+");
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    return major < 3 || (major == 3 && minor < 3);
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
