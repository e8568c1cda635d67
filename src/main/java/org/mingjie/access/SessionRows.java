package org.mingjie.access;

import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/** The repository makes a session of rows that lie together: in whatever order the database has them, it would make two of one, neither whole. */
@Component
class SessionRows implements SessionRepositoryCustomizer<JdbcIndexedSessionRepository> {

  private static final String OF_ONE_PERSON = """
      SELECT S.PRIMARY_ID, S.SESSION_ID, S.CREATION_TIME, S.LAST_ACCESS_TIME, S.MAX_INACTIVE_INTERVAL, SA.ATTRIBUTE_NAME, SA.ATTRIBUTE_BYTES
      FROM %TABLE_NAME% S LEFT JOIN %TABLE_NAME%_ATTRIBUTES SA ON SA.SESSION_PRIMARY_ID = S.PRIMARY_ID
      WHERE S.PRINCIPAL_NAME = ?
      ORDER BY S.PRIMARY_ID
      """;

  @Override
  public void customize(JdbcIndexedSessionRepository repository) {
    repository.setListSessionsByPrincipalNameQuery(OF_ONE_PERSON);
  }
}
