package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.mingjie.TestDatabase;
import org.mingjie.access.Accounts.Account;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;

/** Roles, and how far the rights of an account reach. */
class RolesTest extends RegistryTest {

  @Autowired private Jurisdictions jurisdictions;
  @Autowired private Accounts accounts;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;

  private static Account account(Role role, String jurisdiction, String section) {
    return new Account(UUID.randomUUID(), "someone", "某人", role, jurisdiction, section);
  }

  private String jurisdiction(String login) {
    return database().sql("SELECT jurisdiction FROM account WHERE login = ?").params(login).query(String.class).single();
  }

  @Test
  void theDatabaseKnowsTheSameRolesAsTheProgram() {
    String check = database().sql("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'account_role_check'").query(String.class).single();
    assertThat(Pattern.compile("'([a-z_]+)'").matcher(check).results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Role.values()).map(Role::code).toList());
    for (Role role : Role.values()) {
      assertThat(Role.of(role.code())).isEqualTo(role);
      assertThat(role.chinese()).containsPattern("\\p{IsHan}");
      assertThat(role.english()).containsPattern("^[A-Z][a-z-]+");
    }
    assertThatThrownBy(() -> Role.of("administrator")).hasMessageContaining("administrator");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
    "PLACE_NAME_CLERK,430281,430281102001,true", "PLACE_NAME_CLERK,430281,430282102,false", "PLACE_NAME_CLERK,430281,4302,false",
    "APPROVER,'',430281,true", "TOWNSHIP_CLERK,430281102,430281102,true", "TOWNSHIP_CLERK,430281102,430281103001,false",
    "SYSTEM_ADMINISTRATOR,'',430281,false", "SECURITY_ADMINISTRATOR,'',430281,false", "AUDIT_ADMINISTRATOR,'',430281,false",
    "CUSTODIAN,4302,430281,false", "READER,'',430281,false", "SYSTEM,'',430281,false"})
  void changesHappenWithinTheJurisdictionAndAdministratorsMakeNone(Role role, String jurisdiction, String code, boolean may) {
    assertThat(jurisdictions.mayChange(account(role, jurisdiction, null), code)).isEqualTo(may);
  }

  @Test
  void aCustodianLooksAfterHisOwnSectionOnly() {
    assertThat(jurisdictions.mayCareFor(account(Role.CUSTODIAN, "43", "4302-01"), "4302-01")).isTrue();
    assertThat(jurisdictions.mayCareFor(account(Role.CUSTODIAN, "43", "4302-01"), "4302-02")).isFalse();
    assertThat(jurisdictions.mayCareFor(account(Role.CUSTODIAN, "43", null), "4302-01")).isFalse();
    assertThat(jurisdictions.mayCareFor(account(Role.BOUNDARY_INSPECTOR, "43", null), "4302-01")).isFalse();
    assertThatThrownBy(() -> database().sql("UPDATE account SET section = 'x' WHERE role = 'system'").update()).hasMessageContaining("sections_are_for_custodians");
  }

  @Test
  void jurisdictionsGoWithCodesThatChangeAlsoWhereTheyChangePlaces() {
    for (String code : List.of("4401", "440106", "4402", "440106003", "45")) {
      accounts.createIfAbsent("at" + code, "干部", "a-long-password", Role.PLACE_NAME_CLERK, code);
      database().sql("UPDATE account SET jurisdiction = ? WHERE login = ?").params(code, "at" + code).update();
    }
    jurisdictions.recode(Accounts.SYSTEM, Map.of("4401", "4402", "4402", "4401", "440106", "440299", "46", "47"));
    assertThat(List.of(jurisdiction("at4401"), jurisdiction("at4402"), jurisdiction("at440106"), jurisdiction("at440106003"), jurisdiction("at45")))
        .containsExactly("4402", "4401", "440299", "440299003", "45");
    assertThat(database().sql("SELECT (detail->'before'->>'jurisdiction') || '>' || (detail->'after'->>'jurisdiction') FROM audit WHERE action = 'account.recode'").query(String.class).list())
        .containsExactlyInAnyOrder("4401>4402", "4402>4401", "440106>440299", "440106003>440299003");
  }

  @Test
  void aListThatTellsOfAChangedCodeCarriesTheJurisdictionsAlong() {
    accounts.createIfAbsent("moved", "醴陵干部", "a-long-password", Role.PLACE_NAME_CLERK, "439001");
    database().sql("UPDATE account SET jurisdiction = '439001' WHERE login = 'moved'").update();
    Importing importing = new Importing(imports, profiles);
    String history = """
        代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码
        430000,湖南省,,湖南省,省级,在用,1981,,
        430200,湖南省,株洲市,株洲市,地级,在用,1981,,
        439001,湖南省,直辖,醴陵市,县级,弃用,1985,1986,430281
        430281,湖南省,株洲市,醴陵市,县级,在用,1986,,
        """;
    importing.run("code-history", importing.file("history.csv", history));
    assertThat(jurisdiction("moved")).isEqualTo("430281");
    importing.run("code-history", importing.file("history.csv", history));
    assertThat(jurisdiction("moved")).isEqualTo("430281");
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'account.recode'").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void accountsOfBeforeKeepWhatTheyWereFor() throws SQLException {
    String url = TestDatabase.freshUrl();
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION postgis; CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm; CREATE SCHEMA app");
      migrate(url, "38");
      statement.execute("SET search_path = app, public");
      for (String role : new String[] {"administrator", "clerk", "inspector", "reader"}) {
        statement.execute("INSERT INTO account (id, login, display_name, role) VALUES (gen_random_uuid(), 'a-%1$s', 'a', '%1$s')".formatted(role));
      }
      migrate(url, "39");
      List<String> roles = new ArrayList<>();
      try (var rows = statement.executeQuery("SELECT role FROM account ORDER BY login")) {
        while (rows.next()) {
          roles.add(rows.getString(1));
        }
      }
      assertThat(roles).containsExactly("system_administrator", "place_name_clerk", "boundary_inspector", "reader", "system");
    }
  }

  private static void migrate(String url, String version) {
    Flyway.configure().dataSource(url, null, null).schemas("app").initSql("SET search_path = app, public").target(version).load().migrate();
  }
}
