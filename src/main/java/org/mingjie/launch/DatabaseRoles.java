package org.mingjie.launch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Makes the extensions, the schema and the three roles that the application works with. Run at every start
 * by the administrator of the database; what is there already stays.
 */
final class DatabaseRoles {

  static final String OWNER = "mingjie_owner";
  static final String APP = "mingjie_app";
  static final String READ = "mingjie_read";

  private static final String ENSURE_ROLE = """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1$s') THEN
          CREATE ROLE %1$s;
        END IF;
        IF NOT pg_has_role(current_user, '%1$s', 'MEMBER') THEN
          GRANT %1$s TO CURRENT_USER;
        END IF;
      END $$""";

  private static final String PREPARE = """
      CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public;
      CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
      CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
      CREATE SCHEMA IF NOT EXISTS %1$s AUTHORIZATION %2$s;
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT USAGE ON SCHEMA %1$s TO %3$s, %4$s;
      GRANT CREATE ON SCHEMA %1$s TO %2$s;
      """.formatted(DatabaseAccess.SCHEMA, OWNER, APP, READ);

  private DatabaseRoles() {}

  /**
   * @param passwords password of each role that shall be able to sign in; empty where one administrator
   *     account signs in and becomes the role
   */
  static void prepare(Connection administrator, Map<String, String> passwords) throws SQLException {
    try (Statement run = administrator.createStatement()) {
      for (String role : new String[] {OWNER, APP, READ}) {
        run.execute(ENSURE_ROLE.formatted(role));
      }
      for (Map.Entry<String, String> entry : passwords.entrySet()) {
        // both are ours: a constant and hex digits
        run.execute("ALTER ROLE %s LOGIN PASSWORD '%s'".formatted(entry.getKey(), entry.getValue()));
      }
      run.execute(PREPARE);
      String database = administrator.getCatalog();
      run.execute("GRANT TEMPORARY, CONNECT ON DATABASE %s TO %s, %s, %s"
          .formatted(run.enquoteIdentifier(database, true), OWNER, APP, READ));
    }
  }
}
