package org.mingjie.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The data folder ({@code MINGJIE_HOME}): database, files, logs, secrets and scratch space of one instance.
 *
 * @param root absolute path
 */
record Home(Path root) {

  private static final int PASSWORD_CHARACTERS = 16;

  Home {
    root = root.toAbsolutePath().normalize();
  }

  /** Makes the folders that are missing; secrets and scratch are for the owner alone (0700). */
  static Home open(Path root) {
    Home home = new Home(root);
    try {
      Files.createDirectories(home.root);
      if (!Files.isWritable(home.root)) {
        throw new StartRefused(
            "数据文件夹 %s 属于用户 %s，当前用户 %s 不能写入。".formatted(
                home.root, Files.getOwner(home.root, LinkOption.NOFOLLOW_LINKS), System.getProperty("user.name")),
            "用它的主人启动，或换一个文件夹：MINGJIE_HOME=~/mingjie-data ./mingjie run");
      }
      for (String shared : new String[] {"files", "log"}) {
        Files.createDirectories(home.root.resolve(shared));
      }
      for (String secret : new String[] {"secret", "scratch", "run"}) {
        Path folder = Files.createDirectories(home.root.resolve(secret));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return home;
    } catch (IOException failed) {
      throw new StartRefused("数据文件夹 %s 不能建立：%s".formatted(home.root, failed.getMessage()),
          "检查磁盘空间和权限：df -h %1$s; ls -ld %1$s".formatted(home.root.getParent()));
    }
  }

  Path database() {
    return root.resolve("database");
  }

  Path files() {
    return root.resolve("files");
  }

  Path databaseLog() {
    return root.resolve("log/database.log");
  }

  /** Private scratch folder, also {@code java.io.tmpdir}. */
  Path scratch() {
    return root.resolve("scratch");
  }

  /** The file, made empty and for its owner alone. */
  Path mine(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  Path run() {
    return root.resolve("run");
  }

  /** A generated secret kept in a file of mode 0600, made at first use: 128 random bits in hex. */
  Path secretFile(String name) {
    Path file = root.resolve("secret").resolve(name);
    try {
      if (Files.notExists(file)) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
      }
      return file;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A secret for a person to type: 64 random bits, the whole content of its file. */
  String password(String name) {
    Path file = secretFile(name);
    String secret = secret(name);
    if (secret.length() > PASSWORD_CHARACTERS) {
      try {
        Files.writeString(file, secret.substring(0, PASSWORD_CHARACTERS) + "\n");
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return secret.substring(0, PASSWORD_CHARACTERS);
  }

  /** A secret that opens nothing any more. */
  void forget(String name) {
    try {
      Files.deleteIfExists(root.resolve("secret").resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  boolean has(String name) {
    return Files.exists(root.resolve("secret").resolve(name));
  }

  String secret(String name) {
    try {
      return Files.readString(secretFile(name)).strip();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
