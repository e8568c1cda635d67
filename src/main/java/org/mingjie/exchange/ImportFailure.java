package org.mingjie.exchange;

import java.sql.SQLException;

/**
 * What is told of an import that ended by a failure of the machine or of the program; all of the file was put back.
 *
 * @param message what happened, in Chinese
 * @param remedy what to do about it, in Chinese
 */
public record ImportFailure(String message, String remedy) {

  public static ImportFailure of(Throwable failed) {
    String state = "";
    Throwable deepest = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      deepest = cause;
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    String kind = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (kind) {
      case "53" -> new ImportFailure("导入中断：数据库的磁盘或内存用完了。没有写入任何内容", "腾出磁盘空间（df -h），再导入一次");
      case "08", "57" -> new ImportFailure("导入中断：数据库的连接断了。没有写入任何内容", "等数据库恢复，再导入一次");
      case "40", "55" -> new ImportFailure("导入中断：同时有别的改动。没有写入任何内容", "等别的导入结束，再导入一次");
      default -> new ImportFailure("导入中断：%s。没有写入任何内容".formatted(said(deepest)), "把服务器日志交给管理员；文件可以再导入一次");
    };
  }

  private static String said(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.isBlank() || message.equals("null") ? cause.getClass().getSimpleName() : message;
  }
}
