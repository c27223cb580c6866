#include "server/config/machine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace fitd::server {
namespace {

namespace fs = std::filesystem;

// /proc and /sys as a container sees them.
class MachineTest : public testing::Test {
 protected:
  MachineTest() {
    std::string pattern = testing::TempDir() + "fitd_machine_XXXXXX";
    root_ = mkdtemp(pattern.data());
  }
  ~MachineTest() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    const fs::path file = root_ + path;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  std::string root_;
};

TEST_F(MachineTest, WithoutControlGroupsAllOfTheHardware) {
  const Machine machine = this_machine(root_);
  EXPECT_EQ(machine.cores, static_cast<int>(std::thread::hardware_concurrency()));
  EXPECT_EQ(machine.memory, sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGE_SIZE));
}

TEST_F(MachineTest, UnlimitedGroupsChangeNothing) {
  write("/proc/self/cgroup", "0::/\n");
  write("/sys/fs/cgroup/memory.max", "max\n");
  write("/sys/fs/cgroup/cpu.max", "max 100000\n");
  EXPECT_EQ(this_machine(root_).cores, this_machine(root_ + "/nowhere").cores);
  EXPECT_EQ(this_machine(root_).memory, this_machine(root_ + "/nowhere").memory);
}

TEST_F(MachineTest, TheTightestGroupOnTheWayUpCounts) {
  write("/proc/self/cgroup", "9:name=systemd:/x\n0::/a/b\n");
  write("/sys/fs/cgroup/a/b/memory.max", "5000000\n");
  write("/sys/fs/cgroup/a/memory.max", "4000000\n");
  write("/sys/fs/cgroup/memory.max", "6000000\n");
  write("/sys/fs/cgroup/a/b/cpu.max", "50000 100000\n");
  EXPECT_EQ(this_machine(root_).memory, 4000000);
  EXPECT_EQ(this_machine(root_).cores, 1);
}

TEST_F(MachineTest, TheGroupThatIsAContainersRoot) {
  write("/proc/self/cgroup", "0::/\n");
  write("/sys/fs/cgroup/memory.max", "1000000\n");
  write("/sys/fs/cgroup/cpu.max", "100000 100000\n");
  EXPECT_EQ(this_machine(root_).memory, 1000000);
  EXPECT_EQ(this_machine(root_).cores, 1);
}

TEST_F(MachineTest, AFractionOfACoreIsOne) {
  write("/proc/self/cgroup", "0::/\n");
  write("/sys/fs/cgroup/cpu.max", "1 100000\n");
  EXPECT_EQ(this_machine(root_).cores, 1);
}

}  // namespace
}  // namespace fitd::server
