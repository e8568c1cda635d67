package org.mingjie.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One process owns a data folder at a time. The lock is the kernel's, so {@code kill -9} frees it; the note
 * beside it tells others who runs and where its database listens.
 */
final class InstanceLock implements AutoCloseable {

  /** What the owner of the folder has told about itself. */
  record Owner(long pid, String purpose, int databasePort, String address) {}

  private final FileChannel channel;
  private final FileLock lock;
  private final Path note;

  private InstanceLock(FileChannel channel, FileLock lock, Path note) {
    this.channel = channel;
    this.lock = lock;
    this.note = note;
  }

  /** Empty if another process holds the folder. */
  static Optional<InstanceLock> tryAcquire(Home home) {
    try {
      FileChannel channel = FileChannel.open(
          home.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lockOf(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      Path note = home.run().resolve("instance.properties");
      Files.deleteIfExists(note);
      return Optional.of(new InstanceLock(channel, lock, note));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  void tell(Owner owner) {
    Properties values = new Properties();
    values.setProperty("pid", Long.toString(owner.pid()));
    values.setProperty("purpose", owner.purpose());
    values.setProperty("databasePort", Integer.toString(owner.databasePort()));
    values.setProperty("address", owner.address());
    try {
      Path part = note.resolveSibling("instance.part");
      try (var out = Files.newBufferedWriter(part)) {
        values.store(out, null);
      }
      Files.move(part, note, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What the running owner told; empty while it is still starting. */
  static Optional<Owner> owner(Home home) {
    Properties values = new Properties();
    try (var in = Files.newBufferedReader(home.run().resolve("instance.properties"))) {
      values.load(in);
    } catch (IOException none) {
      return Optional.empty();
    }
    return Optional.of(new Owner(
        Long.parseLong(values.getProperty("pid")), values.getProperty("purpose"),
        Integer.parseInt(values.getProperty("databasePort")), values.getProperty("address")));
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(note);
      lock.release();
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
