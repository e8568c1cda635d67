package org.mingjie.access;

import java.util.Locale;

/** What an account is for. Rights follow from it; how far they reach is the jurisdiction of the account. */
public enum Role {
  PLACE_NAME_CLERK("地名干部", "Place-name clerk", Reach.JURISDICTION),
  TOWNSHIP_CLERK("乡镇经办", "Township clerk", Reach.JURISDICTION),
  REVIEWER("审核", "Reviewer", Reach.JURISDICTION),
  APPROVER("审批", "Approver", Reach.JURISDICTION),
  FILING_OFFICER("备案", "Filing officer", Reach.JURISDICTION),
  BOUNDARY_INSPECTOR("界线巡查", "Boundary inspector", Reach.JURISDICTION),
  COUNTERPART_INSPECTOR("毗邻方巡查", "Counterpart inspector", Reach.JURISDICTION),
  CUSTODIAN("管护员", "Custodian", Reach.SECTION),
  ARCHIVIST("档案", "Archivist", Reach.JURISDICTION),
  DEPARTMENT("部门", "Department", Reach.JURISDICTION),
  EXPERT("专家", "Expert", Reach.JURISDICTION),
  APPLICANT("申报单位", "Applicant organisation", Reach.JURISDICTION),
  SYSTEM_ADMINISTRATOR("系统管理员", "System administrator", Reach.ADMINISTRATION),
  SECURITY_ADMINISTRATOR("安全管理员", "Security administrator", Reach.ADMINISTRATION),
  AUDIT_ADMINISTRATOR("审计管理员", "Audit administrator", Reach.ADMINISTRATION),
  /** What no person did. */
  SYSTEM("系统", "System", Reach.NOTHING),
  READER("读者", "Reader", Reach.NOTHING);

  /** What of the registry a role may work on. */
  private enum Reach {
    JURISDICTION, SECTION, ADMINISTRATION, NOTHING
  }

  private final String chinese;
  private final String english;
  private final Reach reach;

  Role(String chinese, String english, Reach reach) {
    this.chinese = chinese;
    this.english = english;
    this.reach = reach;
  }

  /** @throws IllegalArgumentException where no role has this code */
  public static Role of(String code) {
    for (Role role : values()) {
      if (role.code().equals(code)) {
        return role;
      }
    }
    throw new IllegalArgumentException("no role " + code);
  }

  /** As it stands in the database and in JSON, {@code place_name_clerk}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String chinese() {
    return chinese;
  }

  public String english() {
    return english;
  }

  /** Whether it takes part in cases and in changes of the registry, within a jurisdiction. */
  public boolean worksInJurisdiction() {
    return reach == Reach.JURISDICTION;
  }

  /** Whether it looks after a section of a boundary line and nothing else. */
  public boolean worksOnSection() {
    return reach == Reach.SECTION;
  }

  /** The three that keep the system: none of them decides cases, none alters the audit. */
  public boolean isAdministrator() {
    return reach == Reach.ADMINISTRATION;
  }

  /** Whether a person may have it; what the program does by itself has an account of its own. */
  public boolean isForPeople() {
    return this != SYSTEM;
  }
}
